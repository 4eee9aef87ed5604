package dev.portcullis.adapters.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.portcullis.application.reset.port.ResetDelivery;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.reset.ResetTicket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Posts each link to the operator's mailer, once, and follows no redirect. The body is one JSON
 * object; {@code Portcullis-Signature: t=SECONDS,v1=HEX} holds the time of sending and the
 * HMAC-SHA-256 of that time, a dot and the body, so that a mailer can refuse what is forged or old.
 */
public final class WebhookResetDelivery implements ResetDelivery {

  private static final JsonFactory JSON = new JsonFactory();

  private final WebhookSettings settings;
  private final Supplier<WebhookSecret> secret;
  private final InstantSource time;
  private final HttpClient http;

  /** Connects to nothing yet. */
  public WebhookResetDelivery(WebhookSettings settings, InstantSource time) {
    this(settings, settings::secret, time);
  }

  /**
   * The same with a secret that may be replaced.
   *
   * @param secret supplies the secret that signs each delivery
   */
  public WebhookResetDelivery(
      WebhookSettings settings, Supplier<WebhookSecret> secret, InstantSource time) {
    this.settings = settings;
    this.secret = secret;
    this.time = time;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.timeout())
            .build();
  }

  @Override
  public boolean deliver(RequestId id, ResetTicket ticket) {
    HttpRequest request = request(id, ticket);
    // Not sendAsync: it completes in the JVM's common pool, which others may block.
    FutureTask<HttpResponse<Void>> answer =
        new FutureTask<>(() -> http.send(request, BodyHandlers.discarding()));
    Thread.ofVirtual().name("portcullis-webhook").start(answer);
    try {
      // The client's own time-out ends with the headers.
      int status = answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS).statusCode();
      return status >= 200 && status < 300;
    } catch (ExecutionException | TimeoutException e) {
      // Nothing of it goes further: it may name the link.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      answer.cancel(true);
    }
  }

  private HttpRequest request(RequestId id, ResetTicket ticket) {
    byte[] body = body(id, ticket);
    String at = Long.toString(time.instant().getEpochSecond());
    byte[] prefix = (at + ".").getBytes(StandardCharsets.US_ASCII);
    byte[] signed = new byte[prefix.length + body.length];
    System.arraycopy(prefix, 0, signed, 0, prefix.length);
    System.arraycopy(body, 0, signed, prefix.length, body.length);
    return HttpRequest.newBuilder(settings.url())
        .timeout(settings.timeout())
        .header("Content-Type", "application/json")
        .header("Portcullis-Signature", "t=" + at + ",v1=" + secret.get().sign(signed))
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }

  private static byte[] body(RequestId id, ResetTicket ticket) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("event", "password_reset");
      json.writeStringField("request_id", id.value());
      json.writeStringField("email", ticket.email());
      json.writeStringField("link", ticket.link());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }
}
