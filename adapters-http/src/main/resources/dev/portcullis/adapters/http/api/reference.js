"use strict";

const dark = matchMedia("(prefers-color-scheme: dark)");
const paint = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", paint);
paint();

// The renderer goes from heading 1 to heading 4, and has its introduction in no landmark.
const structure = () => {
  for (const heading of document.querySelectorAll("#reference :is(h4, h5, h6)")) {
    heading.setAttribute("aria-level", String(heading.tagName[1] - 2));
  }
  const introduction = document.querySelector(".information-container");
  if (introduction) {
    introduction.setAttribute("role", "region");
    introduction.setAttribute("aria-label", "Introduction");
  }
};
new MutationObserver(structure)
  .observe(document.getElementById("reference"), { childList: true, subtree: true });

SwaggerUIBundle({
  url: "/docs/openapi.yaml",
  dom_id: "#reference",
  // The admin listener does not serve the API itself.
  supportedSubmitMethods: [],
  // Its default is a service on the Internet.
  validatorUrl: null,
  // A query of this page's address must not choose another description.
  queryConfigEnabled: false,
  // It would put links into buttons.
  deepLinking: false,
  // Its colours have too little contrast.
  syntaxHighlight: false,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
});
