// A pair of thumbs and "something is wrong here" at each stop: kept by the server where it asks for them; elsewhere the
// second opens a letter to the site's contact.
import { $, actions, all, announce, formatTime, isKiosk, onArrival, pageData, readProgress, updateProgress } from "./page.js";
import { texts } from "./texts.js";

export function offerFeedback(audio) {
  const { stats } = document.documentElement.dataset;
  const contact = isKiosk() ? null : $('a[href^="mailto:"]');
  const show = () => {
    const { number } = pageData();
    if ($(".feedback") || !number || (!stats && !contact) || (readProgress().answered || []).includes(number)) return;
    $(".fine").insertAdjacentHTML("beforebegin", texts.feedback);
    if (!stats) offerLetter($(".feedback"));
  };
  const send = async (event) => {
    const { folder, number } = pageData();
    const body = JSON.stringify({ event, tour: folder, stop: number, language: document.documentElement.lang, seconds: 0 });
    const isSent = await fetch(new URL(stats, location.href), { method: "POST", body }).then((answer) => answer.ok, () => false);
    announce(isSent ? texts.thanks : texts.not_sent);
    if (!isSent) return;
    updateProgress((progress) => { progress.answered = [...new Set([...(progress.answered || []), number])]; });
    const box = $(".feedback");
    if (!box) return;
    box.textContent = texts.thanks;
    box.focus();
  };
  const letterAddress = () => {
    const { album, number, title } = pageData();
    const subject = encodeURIComponent(`${album} ${number} ${title}`);
    const body = encodeURIComponent(`${location.href.replace(/#.*$/, "")} (${formatTime(audio.currentTime)})\n\n`);
    return `${contact.href.replace(/\?.*$/, "")}?subject=${subject}&body=${body}`;
  };
  const offerLetter = (box) => {
    for (const thumb of all(".thumbs", box)) thumb.remove();
    const key = $("[data-do=wrong]", box);
    const link = Object.assign(document.createElement("a"), { href: letterAddress(), textContent: key.textContent, className: "plain" });
    link.addEventListener("click", () => { link.href = letterAddress(); });
    box.replaceChild(link, key);
  };
  actions.good = () => send("good");
  actions.bad = () => send("bad");
  actions.wrong = () => send("wrong");
  onArrival(show);
  show();
}
