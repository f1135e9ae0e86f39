"""What those are called who lead a tour, speak its text or run the house, in Chinese and English."""

from __future__ import annotations

TOUR_GUIDES_ZH = (
    r"[讲講解导導领領][解说說览覽游遊队隊][员員]|[讲講解导導][解说說览覽](?:老[师師]|者)|导游(?![图词])|導遊(?![圖詞])"
    r"|領隊|领队"
)
"""Who leads a tour."""
TOUR_SPEAKERS_ZH = r"播音[员員]?|朗[读讀]者?|主播"
"""Who speaks its text."""
TOUR_STAFF_ZH = (
    rf"{TOUR_GUIDES_ZH}|志[愿願]者|[义義]工|志工|工作人[员員]|[员員]工|[馆館][员員]|[带帶][队隊](?:老[师師])?"
    r"|教[师師]|老[师師](?!傅)|[护護]林[员員]|[驾駕][驶駛][员員]|司机|司機|接待[员員]?|值班(?:人?[员員])?|同事|安保|保安|保[洁潔]|后勤|後勤|[运運][营營]"
    r"|[维維][护護修](?:人[员員]|工)|[养養][护護]人[员員]|巡[检檢查][员員]"
    r"|[团團][队隊]|内部|內部|后台|编辑|編輯|制作|[录錄]音"
)
"""Who runs a tour or the house, and the work that stands for them: 录音, 内部."""
TOUR_STAFF_EN = (
    r"ranger|warden|staff|guide|walk leader|tour leader|leader|volunteer|steward|docent|verger|custodian|editor"
    r"|office|internal|driver|technical|production|crew|team|keeper|curator|committee|printer|webmaster|teacher"
    r"|reception|security|front desk|operator|back[- ]office|front[- ]of[- ]house"
)
"""The same in English, in the singular."""
