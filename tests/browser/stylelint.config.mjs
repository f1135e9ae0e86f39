// The style sheets of the visitor's page against the oldest browsers it promises to work in.
import { floor } from "./eslint.config.mjs";

// what only makes a page finer, or stands behind a value that the floor knows
const finer = [
  "css-env-function",
  "css-focus-visible",
  "css-hanging-punctuation",
  "css-math-functions",
  "css-overscroll-behavior",
  "css-snappoints",
  "css-text-align-last",
  "css-touch-action",
  "css-widows-orphans",
  "css3-cursors-newer",
  "pointer",
  "prefers-reduced-motion",
  "text-size-adjust",
];
export default {
  plugins: ["stylelint-no-unsupported-browser-features"],
  rules: {
    "plugin/no-unsupported-browser-features": [true, { browsers: floor, ignorePartialSupport: true, ignore: finer }],
    // what the table of features above does not know
    "property-disallowed-list": ["translate", "rotate", "scale", "inset", "/^(padding|margin|inset)-(block|inline)$/"],
    "selector-pseudo-class-disallowed-list": ["is", "where", "has"],
  },
};
