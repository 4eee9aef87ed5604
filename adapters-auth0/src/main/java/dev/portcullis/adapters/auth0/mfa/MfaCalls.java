package dev.portcullis.adapters.auth0.mfa;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.ClientAuthentication;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.token.TokenForm;
import dev.portcullis.adapters.auth0.transport.JsonAnswer;
import dev.portcullis.domain.mfa.Enrollment;
import feign.RequestTemplate;
import feign.codec.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.util.function.Supplier;
import org.apache.hc.core5.http.HttpHeaders;

/** Writes requests to {@code /mfa/*}: JSON, with the mfa token as bearer or as a member. */
final class MfaCalls implements Encoder {

  private final Auth0Settings settings;
  private final Supplier<ClientSecret> secret;

  /**
   * @param secret supplies the application's secret for each request
   */
  MfaCalls(Auth0Settings settings, Supplier<ClientSecret> secret) {
    this.settings = settings;
    this.secret = secret;
  }

  @Override
  public void encode(Object object, Type bodyType, RequestTemplate template) {
    MfaRequest request = (MfaRequest) object;
    switch (request) {
      case MfaRequest.Authenticators authenticators -> bearer(template, request);
      case MfaRequest.Challenge challenge -> {
        switch (settings.clientAuthentication()) {
          case CLIENT_SECRET_POST -> {}
          case CLIENT_SECRET_BASIC ->
              template.headerLiteral(
                  HttpHeaders.AUTHORIZATION, TokenForm.basic(settings.clientId(), secret.get()));
        }
        template.body(json(json -> challenge(json, challenge)), null);
      }
      case MfaRequest.Associate(var token, var factor) -> {
        bearer(template, request);
        template.body(json(json -> associate(json, factor)), null);
      }
    }
  }

  private static void bearer(RequestTemplate template, MfaRequest request) {
    template.headerLiteral(HttpHeaders.AUTHORIZATION, "Bearer " + request.token().value());
  }

  private void challenge(JsonGenerator json, MfaRequest.Challenge challenge) throws IOException {
    if (settings.clientAuthentication() == ClientAuthentication.CLIENT_SECRET_POST) {
      json.writeStringField("client_id", settings.clientId());
      json.writeStringField("client_secret", secret.get().reveal());
    }
    json.writeStringField("mfa_token", challenge.token().value());
    json.writeStringField(
        "challenge_type", challenge.type().map(type -> type.word()).getOrElse("oob otp"));
    if (challenge.authenticator().isDefined()) {
      json.writeStringField("authenticator_id", challenge.authenticator().get().value());
    }
  }

  private static void associate(JsonGenerator json, Enrollment factor) throws IOException {
    switch (factor) {
      case Enrollment.Otp() -> list(json, "authenticator_types", "otp");
      case Enrollment.Sms(var number) -> {
        list(json, "authenticator_types", "oob");
        list(json, "oob_channels", "sms");
        json.writeStringField("phone_number", number.value());
      }
      case Enrollment.Email() -> {
        list(json, "authenticator_types", "oob");
        list(json, "oob_channels", "email");
      }
    }
  }

  private static void list(JsonGenerator json, String name, String only) throws IOException {
    json.writeArrayFieldStart(name);
    json.writeString(only);
    json.writeEndArray();
  }

  private interface Members {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private static byte[] json(Members members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JsonAnswer.JSON.createGenerator(bytes)) {
      json.writeStartObject();
      members.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }
}
