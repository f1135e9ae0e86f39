import { $, Refused, ask, tell } from "./page.js";

$("#login")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    await ask("/login", { password: new FormData(event.target).get("password") });
    location.replace("/");
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tell(error.message, true);
  }
});
