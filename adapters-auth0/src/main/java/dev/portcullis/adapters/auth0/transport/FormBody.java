package dev.portcullis.adapters.auth0.transport;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A form to be posted; prints nothing of it. */
public final class FormBody {

  private final StringBuilder text = new StringBuilder();

  public FormBody with(String name, String value) {
    if (!text.isEmpty()) {
      text.append('&');
    }
    text.append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    return this;
  }

  public byte[] bytes() {
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return "FormBody[redacted]";
  }
}
