// Hands the response of /authorize to the page that opened this one, if it is of the expected origin.
const { message, origin } = document.body.dataset;
(window.opener ?? window.parent).postMessage(JSON.parse(message), origin);
