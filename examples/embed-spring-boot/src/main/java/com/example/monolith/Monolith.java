package com.example.monolith;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The application. Nothing here mentions the gateway: the starter serves {@code /api/auth}. */
@SpringBootApplication
public class Monolith {

  public static void main(String[] arguments) {
    SpringApplication.run(Monolith.class, arguments);
  }

  /** A page of the application, which sees clients as Tomcat's {@code RemoteIpValve} does. */
  @RestController
  static class Pages {

    @GetMapping("/who")
    String who(HttpServletRequest request) {
      return request.getRemoteAddr() + "\n";
    }
  }
}
