// Full-width digits (of an input method), "#12", "12 a" and "012" mean what they say.
export const readNumber = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s#.]|no\b|nº|号|號/g, "").replace(/^0+(?=\d)/, "");
