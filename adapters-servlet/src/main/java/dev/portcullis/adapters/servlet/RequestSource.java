package dev.portcullis.adapters.servlet;

import io.vavr.control.Option;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;

/** Reads requests as one kind of container received them. */
interface RequestSource {

  /** What is wrong with the way it was set up, and what to do; none if it can be used. */
  Option<String> problem(ServletContext context);

  /**
   * What was received; none if the container does not show it.
   *
   * @param innermost the request without its wrappers
   */
  Option<ReceivedRequest> received(HttpServletRequest innermost);
}
