package com.example.portal;

import dev.portcullis.adapters.servlet.ServletOrigins;
import dev.portcullis.embed.Portcullis;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Pages of the application's own. */
@RestController
class Pages {

  private final Portcullis gate;

  Pages(Portcullis gate) {
    this.gate = gate;
  }

  /** What Spring makes of the client's address. */
  @GetMapping("/who")
  String who(HttpServletRequest request) {
    return request.getRemoteAddr();
  }

  // region: controller
  @PostMapping("/login")
  String logIn(
      @RequestParam String username, @RequestParam String password, HttpServletRequest request) {
    return gate.logIn(username, password, ServletOrigins.of(request))
        .fold(refusal -> "refused", outcome -> outcome.code().word());
  }
  // end
}
