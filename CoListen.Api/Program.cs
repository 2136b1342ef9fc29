using CoListen.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
var app = builder.Build();
app.MapDefaultEndpoints();
app.UseDefaultFiles().UseStaticFiles();
await app.RunAsync();

/// <summary>The server's entry point, public so that tests can host it.</summary>
public partial class Program;
