package dev.portcullis.adapters.auth0.reset;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.portcullis.adapters.auth0.transport.HttpFault;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import feign.RequestLine;

/** {@code /dbconnections/*} as Feign sees it. */
interface Auth0ConnectionsApi {

  /** Has Auth0 mail a link to the account's own address; the answer is a sentence, not JSON. */
  @RequestLine("POST /dbconnections/change_password")
  HttpReply changePassword(ChangePassword body) throws HttpFault;

  /** Whose password, in which connection. */
  record ChangePassword(
      @JsonProperty("client_id") String clientId,
      @JsonProperty("email") String email,
      @JsonProperty("connection") String connection) {

    @Override
    public String toString() {
      return "ChangePassword[" + connection + "]";
    }
  }
}
