package dev.portcullis.emulator.internal.store;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.tenant.Factor;
import dev.portcullis.emulator.tenant.Secret;
import java.io.IOException;
import java.util.function.Function;

/** How rows are written as JSON; secrets are in clear text, because they have to be read back. */
final class Rows {

  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .addModule(texts(Secret.class, Secret::reveal, Secret::of))
          .addModule(texts(IpLiteral.class, IpLiteral::text, IpLiteral::of))
          .addMixIn(Factor.class, FactorByType.class)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private Rows() {}

  private static <T> SimpleModule texts(
      Class<T> type, Function<T, String> write, Function<String, T> read) {
    return new SimpleModule(type.getSimpleName())
        .addSerializer(
            new StdScalarSerializer<>(type) {
              private static final long serialVersionUID = 1L;

              @Override
              public void serialize(T value, JsonGenerator out, SerializerProvider provider)
                  throws IOException {
                out.writeString(write.apply(value));
              }
            })
        .addDeserializer(
            type,
            new StdScalarDeserializer<>(type) {
              private static final long serialVersionUID = 1L;

              @Override
              public T deserialize(JsonParser in, DeserializationContext context)
                  throws IOException {
                return read.apply(in.getText());
              }
            });
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Factor.Otp.class, name = "otp"),
    @JsonSubTypes.Type(value = Factor.Sms.class, name = "sms"),
    @JsonSubTypes.Type(value = Factor.Email.class, name = "email"),
    @JsonSubTypes.Type(value = Factor.Push.class, name = "push"),
    @JsonSubTypes.Type(value = Factor.RecoveryCode.class, name = "recovery_code")
  })
  private interface FactorByType {}
}
