package dev.portcullis.emulator.internal.token;

import dev.portcullis.emulator.clock.WrittenTime;
import dev.portcullis.emulator.internal.users.User;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The claims of a scope about a user, in the id token and at {@code /userinfo}. */
final class Claims {

  private Claims() {}

  static Map<String, Object> of(User user, List<String> scope) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("sub", user.userId());
    if (scope.contains("profile")) {
      claims.put("nickname", user.nickname());
      claims.put("name", user.name());
      Map<String, Object> attributes = user.profile().attributes();
      List.of("given_name", "family_name", "picture")
          .forEach(
              name -> {
                if (attributes.containsKey(name)) {
                  claims.put(name, attributes.get(name));
                }
              });
      claims.put("updated_at", WrittenTime.of(user.activity().updated()));
    }
    user.phoneNumber()
        .filter(ignored -> scope.contains("phone"))
        .ifPresent(
            number -> {
              claims.put("phone_number", number);
              claims.put("phone_number_verified", user.emailVerified());
            });
    if (scope.contains("email") && user.phoneNumber().isEmpty()) {
      claims.put("email", user.email());
      claims.put("email_verified", user.emailVerified());
    }
    return claims;
  }
}
