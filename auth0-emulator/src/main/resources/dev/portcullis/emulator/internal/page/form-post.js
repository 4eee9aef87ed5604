// Sends the response of /authorize to the application; without JavaScript the user presses the button.
document.forms[0].submit();
