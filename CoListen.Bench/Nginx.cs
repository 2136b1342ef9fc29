namespace CoListen.Bench;

/// <summary>nginx as Debian sets it up, as a process of the bench that serves one folder on loopback.</summary>
internal static class Nginx
{
    /// <summary>The program: <c>COLISTEN_NGINX</c>, else one on the path; null: there is none.</summary>
    public static string? Program { get; } =
        new[] { Environment.GetEnvironmentVariable("COLISTEN_NGINX") ?? "" }
            .Concat((Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin").Split(':').Select(folder => Path.Join(folder, "nginx")))
            .FirstOrDefault(File.Exists);

    public static string[] Command(int port, string folder, bool sendfile)
    {
        var config = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(config, string.Create(CultureInfo.InvariantCulture, $$"""
            daemon off;
            user {{Environment.UserName}};
            worker_processes auto;
            pid nginx.pid;
            error_log error.log;
            events { worker_connections 768; }
            http {
              sendfile {{(sendfile ? "on" : "off")}};
              tcp_nopush on;
              access_log off;
              client_body_temp_path body;
              proxy_temp_path proxy;
              fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi;
              scgi_temp_path scgi;
              server {
                listen 127.0.0.1:{{port}};
                location = /health { return 200 ok; }
                location /file/ { alias {{folder}}/music/; }
              }
            }
            """));
        return [Program!, "-p", folder, "-e", "error.log", "-c", config];
    }
}
