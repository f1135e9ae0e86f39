// The scripts of the visitor's page against the oldest browsers it promises to work in.
import compat from "eslint-plugin-compat";

export const floor = ["chrome 66", "safari 12", "ios_saf 12", "firefox 68"];
export default [
  {
    files: ["**/*.js"],
    plugins: { compat },
    languageOptions: { ecmaVersion: 2019, sourceType: "module" },
    settings: {
      browsers: floor,
      lintAllEsApis: true,
      // asked for before they are used: the page works without
      polyfills: ["navigator.mediaSession", "MediaMetadata", "navigator.connection", "navigator.clipboard", "navigator.permissions", "AbortController"],
    },
    rules: { "compat/compat": "error" },
  },
];
