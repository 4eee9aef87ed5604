package dev.portcullis.emulator.internal.codec;

import static dev.portcullis.emulator.internal.codec.ValueType.text;
import static dev.portcullis.emulator.internal.codec.ValueType.textOrEmpty;
import static dev.portcullis.emulator.internal.codec.ValueType.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.expression.EventPath;
import dev.portcullis.emulator.expression.Expression;
import dev.portcullis.emulator.expression.InvalidExpression;
import dev.portcullis.emulator.tenant.TokenRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A token rule of the tenant file. */
final class TokenRuleCodec {

  private static final SettingGroup<TokenRule, TokenRule> RULE =
      SettingGroup.<TokenRule>of(
          Setting.of("name", textOrEmpty(), TokenRule::name, TokenRule::withName)
              .described("For people; not used."),
          Setting.of("users", texts(), TokenRule::users, TokenRule::withUsers)
              .described("E-mail addresses or user ids. Default: all users, and machines."),
          Setting.of("clients", texts(), TokenRule::clients, TokenRule::withClients)
              .described("By client_id. Default: all."),
          Setting.of("when", textOrEmpty(), TokenRule::when, TokenRule::withWhen)
              .described(
                  "A condition, such as event.user.email ends_with \"@example.com\". Default: it"
                      + " always applies."),
          Setting.optional("deny", text(), TokenRule::deny, TokenRule::withDeny)
              .described("Denies the tokens: access_denied with this description."),
          claims("id_token", TokenRule::idToken, TokenRule::withIdToken),
          claims("access_token", TokenRule::accessToken, TokenRule::withAccessToken));

  private TokenRuleCodec() {}

  private static Setting<TokenRule, TokenRule> claims(
      String key,
      Function<TokenRule, Map<String, Object>> get,
      BiFunction<TokenRule, Map<String, Object>, TokenRule> set) {
    return Setting.of(key, UserCodec.metadata(), get, set)
        .described(
            "Claims by name. A text such as event.user.name stands for that value of the login.");
  }

  /** A list of rules; what is wrong with one is reported at its place. */
  static ValueType<List<TokenRule>> rules() {
    return new ValueType.Items<>(TokenRuleCodec::rule, RULE::fields, RULE.schema(), 0);
  }

  private static Optional<TokenRule> rule(JsonAt at) {
    boolean good = conditionIsGood(at.child("when"));
    good &= claimsAreGood(at.child("id_token"), true);
    good &= claimsAreGood(at.child("access_token"), false);
    if (!at.has("deny")
        && at.child("id_token").node().isEmpty()
        && at.child("access_token").node().isEmpty()) {
      at.invalid("no effect", "deny, id_token or access_token");
      good = false;
    }
    return good ? Optional.of(RULE.read(TokenRule.EMPTY, at)) : Optional.empty();
  }

  private static boolean conditionIsGood(JsonAt at) {
    String text = at.node().asText("");
    try {
      if (!text.isEmpty()) {
        Expression.parse(text);
      }
      return true;
    } catch (InvalidExpression e) {
      at.invalid(e.found(), e.expected());
      return false;
    }
  }

  private static boolean claimsAreGood(JsonAt at, boolean inIdToken) {
    boolean good = true;
    if (at.node() instanceof ObjectNode claims) {
      for (Map.Entry<String, JsonNode> claim : claims.properties()) {
        if (TokenRule.isReserved(claim.getKey(), inIdToken)) {
          at.child(claim.getKey())
              .invalid("a claim that Auth0 reserves", "another name, such as a URL");
          good = false;
        }
        String text = claim.getValue().asText("");
        if (text.startsWith("event.") && EventPath.of(text).isEmpty()) {
          at.child(claim.getKey()).invalid(text, "one of " + String.join(", ", EventPath.KNOWN));
          good = false;
        }
      }
    }
    return good;
  }
}
