package com.acme.broken.adapters.audit;

import com.acme.broken.adapters.ldap.Known;

record KnowsAnother(Known known) {}
