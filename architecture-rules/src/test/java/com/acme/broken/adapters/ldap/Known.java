package com.acme.broken.adapters.ldap;

public class Known {}
