@rem Starts CoListen. Arguments are settings: colisten --AudioDir DIR --Urls http://127.0.0.1:5080
@if not defined DOTNET_GCgen0size set DOTNET_GCgen0size=400000
@"%~dp0CoListen.Api.exe" %*
