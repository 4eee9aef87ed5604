"use strict";

const dark = matchMedia("(prefers-color-scheme: dark)");
const paint = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", paint);
paint();

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
