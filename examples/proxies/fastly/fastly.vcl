# Your VCL at Fastly. Without the first block, a client can choose Fastly-Client-IP.
sub vcl_recv {
#FASTLY recv
  if (fastly.ff.visits_this_service == 0 && req.restarts == 0) {
    set req.http.Fastly-Client-IP = client.ip;
    unset req.http.X-Origin-Secret;
  }
  return(pass);
}

sub vcl_pass {
#FASTLY pass
  # A private dictionary with the value of ORIGIN_SECRET; every Fastly server sets it.
  set bereq.http.X-Origin-Secret = table.lookup(origin_secrets, "login");
}
