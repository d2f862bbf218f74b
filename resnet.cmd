@echo off
rem Runs the resnet command of this working copy on Windows: builds once when there is no jar.
setlocal
set "HOME_DIR=%~dp0"
set "RESNET_JAR=%HOME_DIR%app\target\resnet.jar"
if exist "%RESNET_JAR%" goto run
echo resnet: building once; the first build downloads about 280 MB 1>&2
pushd "%HOME_DIR%"
call mvn -q -B -pl app -am -Dmaven.test.skip -Dspotless.check.skip=true %RESNET4J_MAVEN_ARGS% package
set "CODE=%ERRORLEVEL%"
popd
if not "%CODE%"=="0" (
  if exist "%RESNET_JAR%" del "%RESNET_JAR%"
  echo resnet: the build failed 1>&2
  exit /b 1
)
:run
call "%HOME_DIR%dist\src\bin\resnet.bat" %*
exit /b %ERRORLEVEL%
