@echo off
rem Runs the resnet command on Windows: builds once when there is no jar, and sets threads.
setlocal
set "HOME_DIR=%~dp0"
set "JAR=%HOME_DIR%app\target\resnet.jar"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -version >nul 2>&1 || (
  echo resnet: expected a JDK 17 or later, found none: install one or set JAVA_HOME 1>&2
  exit /b 1
)
if exist "%JAR%" goto run
echo resnet: building once; the first time fetches about 280 MB 1>&2
pushd "%HOME_DIR%"
call mvn -q -B -pl app -am -DskipTests -Dspotless.check.skip=true %RESNET4J_MAVEN_ARGS% package
set "CODE=%ERRORLEVEL%"
popd
if not "%CODE%"=="0" (
  if exist "%JAR%" del "%JAR%"
  echo resnet: the build failed 1>&2
  exit /b 1
)
:run
if not defined OPENBLAS_NUM_THREADS set OPENBLAS_NUM_THREADS=1
"%JAVA%" -XX:+UseSerialGC -Xms48m %RESNET4J_JAVA_ARGS% -jar "%JAR%" %*
exit /b %ERRORLEVEL%
