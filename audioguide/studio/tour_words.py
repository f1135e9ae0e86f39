"""The words of a tour as a whole that the pages' scripts show: its languages, name, sounds, pictures and versions."""

from __future__ import annotations

from ..i18n import _


def tour_words() -> dict[str, str]:
    """Key → text; ``{name}`` is filled in by the script."""
    return {
        "working": _("One moment…"),
        "language_where": _(
            "A new file {folder}{site}.LANGUAGE.yaml gets all stops of {file} with their numbers, pictures and words. "
            "It is a draft, which no visitor sees, and every stop asks to be translated. No other file is touched."
        ),
        "rename_where": _(
            "Renames {files}, with the history. What was built is built again under it, "
            "and the old addresses lead to the new ones."
        ),
        "remove_where": _(
            "{own}: put into .audioguide/removed/, from where “My tours” brings it back. "
            "Pages that were built are taken away; published ones go with the next publication."
        ),
        "tour_removed": _("This tour was taken away; what you typed stays in this browser."),
        "restore_stop": _("Restore stop {number} alone"),
        "cover": _("Cover"),
        "sound_music": _("Music"),
        "sound_ambience": _("Ambience, such as birds or a brook"),
        "sound_where": _(
            "The file is copied into sounds/ beside {file}, which then names it. Undo takes the name out again."
        ),
        "sound_of_tour": _("as the tour has it"),
        "sound_none": _("none in this stop"),
        "sound_out": _("Take it out"),
        "sound_level": _("Loudness against the speech, −40 to 0; empty: the usual one"),
        "sound_credit": _("Who made it; pages print it"),
        "sound_licence": _("Under which licence"),
        "picture_caption": _("A line below it, for everybody"),
        "picture_credit": _("Who made it, and under which licence"),
        "remark_out": _("Take the remark out"),
        "reading_out": _("Take it out"),
        "lexicon_title": _("Readings in all tours"),
        "lexicon_of": _("Readings in all tours: {language}"),
        "lexicon_where": _(
            "Lines below “lexicon:” in {file}. A tour's own readings come first; a reading holds from the next "
            "sentence on that is spoken."
        ),
        "lexicon_drop": _("Add readings from a file (PLS): drop it here, or choose one"),
        "lexicon_drop_where": _("New lines are written into {file}; no line that is there is changed."),
        "lexicon_save": _("Save these readings as a file (PLS)"),
        "lexicon_added": _("Added: {added}. There already: {present}."),
        "lexicon_differing": _("These words are decided otherwise here, and were left as they are:"),
        "lexicon_difference": _("{word}: the file says {say}, here it is {here}"),
        "lexicon_take": _("Take {say} for {word}"),
        "reading_word": _("A word"),
        "reading_say": _("How it is said: pinyin with tones (she4 hong2), IPA between slashes, or other words"),
        "reading_decide": _("Decide"),
        "settings_file": _("Written into {file}."),
        "settings_clash": _(
            "This was changed elsewhere at the same time. There it says: {theirs}. You wrote: {mine}. "
            "To keep yours, enter it again."
        ),
        "as_set_out": _("As usual"),
        "site_up": _("{title}: one place up"),
        "site_down": _("{title}: one place down"),
        "new_row_add": _("Add"),
        "target_name": _("Name of the target, such as website"),
        "target_kind": _("What it is"),
        "target_add": _("Add a target"),
        "target_other": _("another address"),
        "publish_files": _("Every file"),
        "live_fine": _("Everything is as it should be."),
        "shared_title": _("Points and plans of all tours"),
        "shared_points": _("Entrances, toilets and other points"),
        "shared_point_add": _("Add a point"),
        "shared_plans": _("Plans"),
        "shared_plan_drop": _("Drop a plan here, or choose one"),
        "shared_plan_remove": _("Remove the plan {name} from site.yaml? Points that are on it alone go too."),
        "shared_references": _("Reference points"),
        "reference_new": _("A new reference point"),
        "closed_words": _("Why it is closed, and until when; visitors read it"),
        "row_there": _("There is one of this name already: {theirs}. Give another name, or change it above."),
        "what_of": _("{what}: {thing}"),
        "setting_back": _("Take back what I typed"),
        "setting_clash": _("This field was changed elsewhere at the same time. There it says:"),
        "reading_only": _("only in “{context}”"),
        "reading_context": _("Only in this longer text; nothing: everywhere"),
        "shared_on_plan": _("On the plan"),
        "shared_no_plan": _("none"),
        "role_add": _("Add a role, or a voice for one"),
        "role_name": _("Name of the role"),
        "role_language": _("Language"),
        "role_engine": _("Voice engine"),
        "role_voice": _("Voice"),
        "role_new": _("Another role"),
        "role_new_where": _("Written into “voices:” of {file}. The role can then be chosen above each passage."),
        "role_add_here": _("Add the role"),
        "role_there": _("There is a role “{role}” already."),
        "role_added": _("The role “{role}” can be chosen above each passage now."),
    }
