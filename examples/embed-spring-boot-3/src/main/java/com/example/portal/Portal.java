package com.example.portal;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application. */
@SpringBootApplication
public class Portal {

  public static void main(String[] arguments) {
    SpringApplication.run(Portal.class, arguments);
  }
}
