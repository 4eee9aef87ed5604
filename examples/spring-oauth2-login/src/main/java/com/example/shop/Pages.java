package com.example.shop;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.annotation.RegisteredOAuth2AuthorizedClient;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** The pages of the shop. */
@RestController
@RequestMapping(produces = MediaType.TEXT_HTML_VALUE)
class Pages {

  @GetMapping("/")
  String home(@AuthenticationPrincipal @Nullable OidcUser user, CsrfToken token) {
    if (user == null) {
      return """
      <!doctype html><title>Shop</title><h1>Nobody</h1>
      <a href="/oauth2/authorization/auth0">Log in</a>
      """;
    }
    return """
    <!doctype html><title>Shop</title><h1>%s</h1>
    <form method="post" action="/logout">
      <input type="hidden" name="%s" value="%s"><button>Log out</button>
    </form>
    """
        .formatted(
            HtmlUtils.htmlEscape(Objects.requireNonNullElse(user.getEmail(), user.getName())),
            token.getParameterName(),
            token.getToken());
  }

  /** Spring Security renews an expired access token before this method gets it. */
  @GetMapping("/orders")
  String orders(@RegisteredOAuth2AuthorizedClient("auth0") OAuth2AuthorizedClient client) {
    return """
    <!doctype html><title>Orders</title><h1>Orders</h1>
    <p id="scope">%s</p>
    <p id="expires">%s</p>
    """
        .formatted(
            HtmlUtils.htmlEscape(String.join(" ", client.getAccessToken().getScopes())),
            client.getAccessToken().getExpiresAt());
  }
}
