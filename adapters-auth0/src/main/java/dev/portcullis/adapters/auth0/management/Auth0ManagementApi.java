package dev.portcullis.adapters.auth0.management;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.portcullis.adapters.auth0.transport.HttpFault;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import feign.Headers;
import feign.Param;
import feign.RequestLine;

/** The part of the Management API that makes reset links, as Feign sees it. */
public interface Auth0ManagementApi {

  @RequestLine("GET /api/v2/users-by-email?email={email}")
  @Headers("Authorization: Bearer {token}")
  HttpReply usersByEmail(@Param("email") String email, @Param("token") String token)
      throws HttpFault;

  @RequestLine("POST /api/v2/tickets/password-change")
  @Headers("Authorization: Bearer {token}")
  HttpReply passwordChange(@Param("token") String token, Ticket body) throws HttpFault;

  /** Whose password, and for how long. */
  record Ticket(
      @JsonProperty("user_id") String userId,
      @JsonProperty("client_id") String clientId,
      @JsonProperty("ttl_sec") long seconds) {}
}
