package dev.portcullis.adapters.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.Endpoint.Content;
import dev.portcullis.adapters.http.exchange.Problem;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.intake.AddressSettings;
import dev.portcullis.adapters.http.intake.AddressSettings.TraceMode;
import dev.portcullis.adapters.http.intake.CallerOrigins;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.application.mfa.CompleteMfaUseCase;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.mfa.AuthenticatorsOutcome;
import dev.portcullis.domain.mfa.ChallengeOutcome;
import dev.portcullis.domain.mfa.ChallengeRequest;
import dev.portcullis.domain.mfa.Enrollment;
import dev.portcullis.domain.mfa.EnrollmentOutcome;
import dev.portcullis.domain.mfa.EnrollmentRequest;
import dev.portcullis.domain.mfa.MfaAttempt;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.mfa.PendingLogin;
import dev.portcullis.domain.reset.ResetOutcome;
import dev.portcullis.domain.reset.ResetStart;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.RevokeOutcome;
import dev.portcullis.testkit.Outcomes;
import dev.portcullis.testkit.fake.RecordingJournal;
import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The description, the endpoints, the replies and docs/reference/problems.md agree. */
class OpenApiTest {

  private static final RequestId ID = new RequestId("r-1");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode API =
      JSON.valueToTree(
          new Load(LoadSettings.builder().build())
              .loadFromString(new String(ApiDescription.text(), UTF_8)));

  /** What is answered before any use case is asked. */
  private static final Set<String> BEFORE_USE_CASE =
      Set.of(
          "invalid-request",
          "address-unknown",
          "cross-site",
          "body-incomplete",
          "too-large",
          "unsupported-media-type",
          "internal-error");

  /** Refusals whose client cannot read a reply, or gets a page. */
  private static final Set<HttpRefusal> UNANSWERED =
      Set.of(
          HttpRefusal.TLS_HANDSHAKE,
          HttpRefusal.WRITE_STALLED,
          HttpRefusal.WRONG_ORIGIN,
          HttpRefusal.COOKIE_MISSING,
          HttpRefusal.FORM_EXPIRED);

  static Stream<Replied> replies() {
    return Stream.concat(
        Outcomes.logins()
            .map(outcome -> reply("/api/auth", LoginReplies.of(outcome, ID)))
            .toJavaStream(),
        Outcomes.steps().toJavaStream().flatMap(OpenApiTest::replies));
  }

  private static Stream<Replied> replies(GatewayEvent.StepEnded step) {
    return switch (step.outcome()) {
      case RefreshOutcome outcome ->
          Stream.of(reply("/api/auth/refresh", TokenReplies.of(outcome, ID)));
      case RevokeOutcome outcome ->
          Stream.of(reply("/api/auth/revoke", TokenReplies.of(outcome, ID)));
      case AuthenticatorsOutcome outcome ->
          Stream.of(reply("/api/auth/mfa/authenticators", MfaReplies.of(outcome, ID)));
      case ChallengeOutcome outcome ->
          Stream.of(reply("/api/auth/mfa/challenge", MfaReplies.of(outcome, ID)));
      case EnrollmentOutcome outcome ->
          Stream.of(
              reply("/api/auth/mfa/enroll", MfaReplies.of(outcome, new Enrollment.Email(), ID)));
      case MfaOutcome outcome ->
          Stream.of(reply("/api/auth/mfa/verify", MfaReplies.of(outcome, ID)));
      case ResetOutcome outcome ->
          Stream.of(reply("/api/auth/password-reset", ResetEndpoint.reply(outcome, ID)));
      // No caller gets a reply to it.
      case ResetStart started -> Stream.empty();
      default -> throw new AssertionError(step);
    };
  }

  private static Replied reply(String path, Reply reply) {
    return new Replied(path, reply);
  }

  /** What a path answers to some outcome. */
  record Replied(String path, Reply reply) {}

  @ParameterizedTest
  @MethodSource("replies")
  void every_reply_is_described_and_fits_its_schema(Replied replied) throws IOException {
    String path = replied.path();
    Reply reply = replied.reply();
    JsonNode response =
        API.path("paths").path(path).path("post").path("responses").path("" + reply.status());
    String type =
        reply.headers().find(header -> header.name().equals("Content-Type")).get().value();
    JsonNode body = JSON.readTree(reply.body());

    assertThat(response.isObject()).as("%s answers %s", path, reply.status()).isTrue();
    assertThat(errors(response.path("content").path(type).path("schema"), body)).isEmpty();
    if (reply.status() >= 400) {
      assertThat(slugs(response)).contains(slug(body));
      assertThat(body.path("status").asInt()).isEqualTo(reply.status());
    }
  }

  @Test
  void every_429_and_503_is_described_with_its_wait() {
    List<JsonNode> responses = new ArrayList<>();
    posts()
        .forEach(
            path ->
                API.path("paths")
                    .path(path)
                    .path("post")
                    .path("responses")
                    .properties()
                    .forEach(
                        response -> {
                          if (Set.of("429", "503").contains(response.getKey())) {
                            responses.add(response.getValue());
                          }
                        }));

    assertThat(responses)
        .isNotEmpty()
        .allMatch(response -> response.at("/headers/Retry-After").isObject());
    assertThat(API.at("/components/headers/Retry-After/schema").toString())
        .contains("\"minimum\":1", "\"maximum\":86400");
  }

  @Test
  void nothing_is_described_that_is_never_replied() {
    Map<String, Set<String>> replied =
        replies()
            .collect(
                Collectors.groupingBy(
                    Replied::path,
                    Collectors.mapping(
                        each -> shown(each.reply()), Collectors.toCollection(TreeSet::new))));

    posts()
        .forEach(
            path -> {
              Set<String> described = new TreeSet<>();
              API.path("paths")
                  .path(path)
                  .path("post")
                  .path("responses")
                  .properties()
                  .forEach(
                      response -> {
                        if (response.getKey().startsWith("2")) {
                          described.add(response.getKey());
                        }
                        slugs(response.getValue()).stream()
                            .filter(slug -> !BEFORE_USE_CASE.contains(slug))
                            .forEach(slug -> described.add(response.getKey() + " " + slug));
                      });
              assertThat(described).as(path).isEqualTo(replied.get(path));
            });
  }

  @Test
  void every_endpoint_is_described_and_every_description_has_its_endpoint() {
    Set<String> endpoints = new TreeSet<>();
    api().endpoints().forEach(endpoint -> endpoints.add(endpoint.method() + " " + endpoint.path()));

    Set<String> described = new TreeSet<>();
    API.path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    assertThat(described).isEqualTo(endpoints);
  }

  @Test
  void every_problem_has_its_line_in_the_documentation_and_no_line_is_left_over()
      throws IOException {
    Set<String> documented =
        Pattern.compile("(?m)^\\| `([a-z-]+)` \\|")
            .matcher(Files.readString(Path.of("..", "docs", "reference", "problems.md")))
            .results()
            .map(line -> line.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    Set<String> described = new TreeSet<>();
    API.at("/components/schemas/Problem/properties/type/examples")
        .forEach(type -> described.add(type.asText().substring(Problem.TYPE_PREFIX.length())));
    assertThat(described).isEqualTo(documented).isEqualTo(inCode());
  }

  @Test
  void every_body_that_an_endpoint_reads_is_described_field_by_field() {
    for (Endpoint endpoint : api().endpoints()) {
      JsonNode body =
          API.path("paths")
              .path(endpoint.path())
              .path(endpoint.method().toLowerCase(Locale.ROOT))
              .path("requestBody");

      switch (endpoint.content()) {
        case Content.None() -> assertThat(body.isMissingNode()).as(endpoint.path()).isTrue();
        case Content.Fields(var names) -> {
          assertThat(body.path("content").size()).as(endpoint.path()).isEqualTo(2);
          body.path("content")
              .forEach(
                  type ->
                      assertThat(properties(type.path("schema")))
                          .as(endpoint.path())
                          .isEqualTo(names.toJavaSet()));
        }
        case Content.Form form -> throw new AssertionError(endpoint);
        case Content.Bytes bytes -> throw new AssertionError(endpoint);
      }
    }
  }

  @Test
  void the_document_is_of_version_3_1_and_each_reference_leads_somewhere() {
    assertThat(API.path("openapi").asText()).isEqualTo("3.1.0");
    List<JsonNode> references = API.findValues("$ref");
    assertThat(references)
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(API.at(reference.asText().substring(1)).isObject())
                    .as(reference.asText())
                    .isTrue());
  }

  private static Set<String> properties(JsonNode schema) {
    JsonNode target =
        schema.has("$ref") ? API.at(schema.path("$ref").asText().substring(1)) : schema;
    Set<String> names = new TreeSet<>();
    target.path("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  /**
   * Every slug there is: the words of outcomes and of HTTP refusals, and what the sources write
   * after a status.
   */
  private static Set<String> inCode() throws IOException {
    Set<String> slugs =
        replies()
            .map(Replied::reply)
            .filter(reply -> reply.status() >= 400)
            .map(OpenApiTest::slug)
            .collect(Collectors.toCollection(TreeSet::new));
    Stream.of(HttpRefusal.values())
        .filter(refusal -> !UNANSWERED.contains(refusal))
        .map(HttpRefusal::code)
        .forEach(slugs::add);
    Pattern problem = Pattern.compile("Problem\\.of\\(\\s*[\\w.()]+,\\s*\"([a-z-]+)\"");
    for (Path sources :
        List.of(
            Path.of("src", "main", "java"),
            Path.of("..", "adapters-http", "src", "main", "java"))) {
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path source : files.filter(file -> file.toString().endsWith(".java")).toList()) {
          problem
              .matcher(Files.readString(source))
              .results()
              .map((MatchResult match) -> match.group(1))
              .forEach(slugs::add);
        }
      }
    }
    return slugs;
  }

  private static List<String> posts() {
    List<String> paths = new ArrayList<>();
    API.path("paths")
        .properties()
        .forEach(
            path -> {
              if (path.getValue().has("post")) {
                paths.add(path.getKey());
              }
            });
    return paths;
  }

  private static String shown(Reply reply) {
    return reply.status() < 400 ? "" + reply.status() : reply.status() + " " + slug(reply);
  }

  private static String slug(Reply reply) {
    try {
      return slug(JSON.readTree(reply.body()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String slug(JsonNode problem) {
    return problem.path("type").asText().substring(Problem.TYPE_PREFIX.length());
  }

  private static List<String> slugs(JsonNode response) {
    List<String> slugs = new ArrayList<>();
    response.path("x-problems").forEach(slug -> slugs.add(slug.asText()));
    return slugs;
  }

  @Test
  void no_answer_is_closed_so_that_it_may_grow() {
    List<String> closed = new ArrayList<>();

    answers()
        .forEach(
            (name, schema) ->
                Stream.of("enum", "const", "additionalProperties", "unevaluatedProperties")
                    .filter(keyword -> schema.findValue(keyword) != null)
                    .forEach(keyword -> closed.add(name + " has " + keyword)));

    assertThat(answers()).hasSizeGreaterThan(7).containsKey("Problem");
    assertThat(closed).isEmpty();
  }

  @Test
  void a_problem_of_an_unknown_type_fits_the_description() throws IOException {
    JsonNode later =
        JSON.readTree(
            """
            {"type":"https://portcullis.dev/problems/not-invented-yet","title":"t","status":418,
             "detail":"d","error":"e","error_description":"d","request_id":"r","later":[1]}\
            """);

    ObjectNode schema = (ObjectNode) API.at("/components/schemas/Problem").deepCopy();

    assertThat(validated(schema, API.path("components"), later)).isEmpty();
    assertThat(API.at("/components/schemas/Problem/properties/type/description").asText())
        .contains("accept unknown ones");
    assertThat(API.at("/info/description").asText()).contains("open set");
  }

  /** The schemas of answers, by name. */
  private static Map<String, JsonNode> answers() {
    Map<String, JsonNode> answers = new TreeMap<>();
    for (JsonNode response : API.path("paths").findValues("responses")) {
      for (JsonNode schema : response.findValues("schema")) {
        String reference = schema.path("$ref").asText();
        if (!reference.isEmpty()) {
          answers.put(
              reference.substring(reference.lastIndexOf('/') + 1), API.at(reference.substring(1)));
        }
      }
    }
    return answers;
  }

  /** What is described is all that this version answers, although later ones may answer more. */
  private static List<Error> errors(JsonNode schema, JsonNode body) {
    return validated(closed(schema), closed(API.path("components")), body);
  }

  private static ObjectNode closed(JsonNode open) {
    ObjectNode copy = open.deepCopy();
    close(copy);
    return copy;
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode schema) {
      if (schema.path("type").asText().equals("object")) {
        schema.put("additionalProperties", false);
      }
      if (schema.path("examples").isArray()) {
        schema.set("enum", schema.path("examples"));
      }
    }
    node.forEach(OpenApiTest::close);
  }

  private static List<Error> validated(JsonNode schema, JsonNode components, JsonNode body) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", components);
    Schema compiled =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(whole);
    return compiled.validate(body);
  }

  private static HttpApi api() {
    return api(CallerOrigins.NONE);
  }

  /** Every endpoint of the API, each with one answer. */
  static HttpApi api(CallerOrigins origins) {
    RecordingJournal journal = new RecordingJournal();
    ClientAddresses addresses =
        new ClientAddresses(
            "users",
            new AddressSettings(
                ClientAddressPolicy.direct().withPrivateResult(new PrivateResult.Allow()),
                "v1",
                TraceMode.OFF,
                Option.none()),
            journal);
    return HttpApi.builder(() -> ID, new RequestIntake(addresses, journal))
        .callableFrom(origins)
        .login(attempt -> new LoginOutcome.WrongCredentials())
        .tokens(
            renewal -> new RefreshOutcome.RefreshTokenInvalid(),
            revocation -> new RevokeOutcome.Revoked())
        .mfa(
            new CompleteMfaUseCase() {
              @Override
              public AuthenticatorsOutcome authenticators(PendingLogin login) {
                return new AuthenticatorsOutcome.LoginExpired();
              }

              @Override
              public ChallengeOutcome challenge(ChallengeRequest request) {
                return new ChallengeOutcome.LoginExpired();
              }

              @Override
              public EnrollmentOutcome enroll(EnrollmentRequest request) {
                return new EnrollmentOutcome.LoginExpired();
              }

              @Override
              public MfaOutcome verify(MfaAttempt attempt) {
                return new MfaOutcome.LoginExpired();
              }
            })
        .resets(subject -> new ResetOutcome.Accepted())
        .description()
        .build();
  }
}
