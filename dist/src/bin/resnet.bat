@echo off
rem Runs the resnet command: by the Java of this package, else by JAVA_HOME's or one on the path.
setlocal
if not defined RESNET_JAR set "RESNET_JAR=%~dp0..\resnet.jar"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
if exist "%~dp0..\runtime\bin\java.exe" set "JAVA=%~dp0..\runtime\bin\java"
"%JAVA%" -version >nul 2>&1 || (
  echo resnet: expected a JDK 17 or later, found none: install one or set JAVA_HOME 1>&2
  exit /b 1
)
if not defined OPENBLAS_NUM_THREADS set OPENBLAS_NUM_THREADS=1
"%JAVA%" -XX:+UseSerialGC -Xms48m %RESNET4J_JAVA_ARGS% -jar "%RESNET_JAR%" %*
exit /b %ERRORLEVEL%
