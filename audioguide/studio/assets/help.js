import { $, remember, remembered } from "./page.js";

$("#name").value = remembered("audioguide-name") ?? "";
$("#name").addEventListener("input", (event) => remember("audioguide-name", event.target.value.trim()));
