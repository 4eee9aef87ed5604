package dev.portcullis.architecture.violations.pagesaremadeinoneplace.adapters.http.session;

import com.nimbusds.jwt.JWTClaimsSet;

class InnocentSeal {
  JWTClaimsSet claims() {
    return new JWTClaimsSet.Builder().build();
  }
}
