package dev.portcullis.spring;

import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.embed.Portcullis;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

// region: controller
@RestController
class OwnController {

  private final Portcullis gate;

  OwnController(Portcullis gate) {
    this.gate = gate;
  }

  @PostMapping("/login")
  ResponseEntity<String> logIn(
      @RequestParam String username, @RequestParam String password, RequestOrigin origin) {
    return gate.logIn(username, password, origin)
        .fold(
            refusal -> ResponseEntity.badRequest().body(refusal.toString()),
            outcome ->
                ResponseEntity.status(outcome instanceof LoginOutcome.Granted ? 200 : 403)
                    .body(outcome.code().word()));
  }
}
// end
