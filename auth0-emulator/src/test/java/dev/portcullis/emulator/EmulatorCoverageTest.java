package dev.portcullis.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.internal.codec.TenantCodec;
import dev.portcullis.emulator.internal.kept.KeptApi;
import dev.portcullis.emulator.schema.Operation;
import dev.portcullis.emulator.schema.Operations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/reference/emulator-coverage.md} and the figure in the README are what the emulator
 * answers; {@code -Dportcullis.docs=write} writes the page.
 */
class EmulatorCoverageTest {

  private static final Path DOCS = Path.of("../docs/reference/emulator-coverage.md");

  /** Properties of users that something depends on, as {@code UsersApi} has them. */
  private static final Set<String> OF_USERS =
      Set.of(
          "blocked",
          "email_verified",
          "email",
          "name",
          "nickname",
          "password",
          "user_metadata",
          "app_metadata",
          "connection",
          "given_name",
          "family_name",
          "picture",
          "username",
          "verify_email");

  private static final Set<String> OF_CLIENTS =
      Set.of(
          "app_type",
          "client_authentication_methods",
          "client_secret",
          "grant_types",
          "is_token_endpoint_ip_header_trusted",
          "jwt_configuration",
          "name",
          "organization_require_behavior",
          "organization_usage",
          "refresh_token",
          "token_endpoint_auth_method");

  private static Set<String> answered() {
    try (Auth0Emulator emulator = Auth0Emulator.start(TestSettings.at(new TestClock()))) {
      return answered(emulator);
    }
  }

  /** The names of the operations that have a route. */
  static Set<String> answered(Auth0Emulator emulator) {
    Set<String> routes = new HashSet<>(emulator.routes());
    return Operations.table().all().stream()
        .filter(
            each ->
                routes.contains(
                    each.method() + " /api/v2" + each.path().replaceAll("\\{[^/]*}", "*")))
        .map(Operation::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void at_least_three_of_five_operations_are_answered() {
    int all = Operations.table().all().size();

    int answered = answered().size();

    assertThat(all).isEqualTo(457);
    assertThat(answered * 5).isGreaterThanOrEqualTo(all * 3);
  }

  @Test
  void the_page_is_what_the_emulator_answers() throws IOException {
    Set<String> answered = answered();
    String page = page(answered);

    if ("write".equals(System.getProperty("portcullis.docs"))) {
      Files.writeString(DOCS, page, StandardCharsets.UTF_8);
    }

    assertThat(Files.readString(DOCS, StandardCharsets.UTF_8)).isEqualTo(page);
    assertThat(Files.readString(Path.of("../README.md"), StandardCharsets.UTF_8))
        .contains(answered.size() + " of Auth0's " + Operations.table().all().size());
  }

  private static String page(Set<String> answered) {
    Map<String, List<Operation>> groups = new TreeMap<>();
    Operations.table()
        .all()
        .forEach(
            each ->
                groups
                    .computeIfAbsent(each.path().split("/", -1)[1], group -> new ArrayList<>())
                    .add(each));
    StringBuilder rows = new StringBuilder();
    int[] sum = new int[3];
    groups.forEach(
        (group, operations) -> {
          long stored =
              operations.stream()
                  .filter(each -> answered.contains(each.name()) && KeptApi.storedOnly(each))
                  .count();
          long enforced =
              operations.stream().filter(each -> answered.contains(each.name())).count() - stored;
          List<String> refused =
              operations.stream()
                  .map(Operation::name)
                  .filter(name -> !answered.contains(name))
                  .toList();
          sum[0] += (int) enforced;
          sum[1] += (int) stored;
          sum[2] += refused.size();
          rows.append("| `").append(group).append("` | ").append(enforced).append(" | ");
          rows.append(stored).append(" | ").append(refused.size()).append(" |\n");
        });
    int all = sum[0] + sum[1] + sum[2];
    return """
    # What the emulator has of the Management API

    Of the %d operations of Auth0's Management API, as npm `auth0` 7.1.0 has them, the emulator answers %d (%s %%): %d are
    enforced, %d stored only, %d refused with 404 or 405. `./mvnw -Pnode-sdks -pl auth0-emulator verify` measures it, and the command in
    [CONTRIBUTING](../../CONTRIBUTING.md#useful-commands) writes this page.

    - **Enforced**: what is written has its effect, such as on the next login.
    - **Stored only**: payload, query and scope are checked against Auth0's schema; what is written is kept, also in the data folder, and
      given back. Nothing else depends on it.
    - **Refused**: not there.

    ## Operations

    | group | enforced | stored only | refused |
    |---|---|---|---|
    %s| all | %d | %d | %d |

    ## Properties

    Of a `PATCH`. A property that Auth0's schema does not have is refused with Auth0's text.

    | object | enforced | stored only | refused |
    |---|---|---|---|
    %s
    [Emulator fidelity](emulator-fidelity.md) has the sources of each behaviour.
    """
        .formatted(
            all,
            sum[0] + sum[1],
            String.format(Locale.ROOT, "%.1f", (sum[0] + sum[1]) * 100.0 / all),
            sum[0],
            sum[1],
            sum[2],
            rows,
            sum[0],
            sum[1],
            sum[2],
            properties("/clients/{id}", OF_CLIENTS)
                + properties("/connections/{id}", Set.of("options", "enabled_clients"))
                + properties("/users/{id}", OF_USERS)
                + properties("/tenants/settings", ofTenants())
                + properties(
                    "/resource-servers/{id}",
                    Set.of(
                        "scopes",
                        "allow_offline_access",
                        "token_lifetime",
                        "enforce_policies",
                        "token_dialect")));
  }

  private static Set<String> ofTenants() {
    Set<String> all = new TreeSet<>(TenantCodec.TENANT.writableKeys());
    all.addAll(
        Set.of(
            "session_lifetime",
            "session_lifetime_in_minutes",
            "idle_session_lifetime",
            "idle_session_lifetime_in_minutes"));
    return all;
  }

  private static String properties(String path, Set<String> enforced) {
    Set<String> all = new TreeSet<>();
    Operations.table()
        .named("PATCH " + path)
        .orElseThrow()
        .body()
        .path("p")
        .fieldNames()
        .forEachRemaining(all::add);
    Set<String> effective = new TreeSet<>(all);
    effective.retainAll(enforced);
    return "| `"
        + path.substring(1)
        + "` | "
        + effective.size()
        + " | "
        + (all.size() - effective.size())
        + " | 0 |\n";
  }
}
