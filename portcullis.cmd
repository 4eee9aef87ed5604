@echo off
rem Runs Portcullis from its sources on Windows: builds if the sources have changed, starts.
rem Java 25 is found by JAVA_HOME, or else on the PATH. PORTCULLIS_JAVA_OPTS adds JVM options.
setlocal
set "PORTCULLIS_HOME=%~dp0"
set "BUILT=%PORTCULLIS_HOME%demo\target\portcullis\built"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"

"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo portcullis: needs a JDK 25, and none was found. Install one, and set JAVA_HOME. 1>&2
  exit /b 1
)

rem Stale: never built, or a source is newer than the build.
powershell -NoProfile -Command "$built = Get-Item -LiteralPath $env:BUILT -ErrorAction SilentlyContinue; if (-not $built) { exit 1 }; $sources = Get-ChildItem -Path ($env:PORTCULLIS_HOME + 'pom.xml'), ($env:PORTCULLIS_HOME + '*\pom.xml'), ($env:PORTCULLIS_HOME + '*\src\main') -Recurse -File; if ($sources | Where-Object { $_.LastWriteTime -gt $built.LastWriteTime }) { exit 1 }"
if errorlevel 1 (
  echo portcullis: building, a few minutes the first time, then only when sources change 1>&2
  call "%PORTCULLIS_HOME%mvnw.cmd" -q -B -ntp -f "%PORTCULLIS_HOME%pom.xml" -pl demo -am -Dmaven.test.skip=true package 1>&2
  if errorlevel 1 exit /b 1
  type nul > "%BUILT%"
)

rem "init" asks where a person can answer.
set "ASKS=false"
if /i "%~1"=="init" (
  powershell -NoProfile -Command "if ([Console]::IsInputRedirected -or [Console]::IsOutputRedirected) { exit 1 }"
  if not errorlevel 1 set "ASKS=true"
)

for %%J in ("%PORTCULLIS_HOME%demo\target\portcullis\lib\portcullis-demo-*-main.jar") do set "JAR=%%~fJ"
"%JAVA%" -XX:+UseSerialGC -Xmx320m -XX:-HeapDumpOnOutOfMemoryError -XX:+ExitOnOutOfMemoryError -Dportcullis.terminal=true -Dportcullis.asks=%ASKS% %PORTCULLIS_JAVA_OPTS% -cp "%JAR%" dev.portcullis.demo.Main %*
exit /b %ERRORLEVEL%
