using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace CoListen.AppHost;

/// <summary>What a host wants at hand in the dashboard: the routes of the host screen as commands of the server.</summary>
internal static class HostCommands
{
    /// <summary>Adds the commands. The server takes them because they come from its own machine.</summary>
    public static IResourceBuilder<ProjectResource> WithHostCommands(this IResourceBuilder<ProjectResource> server) => server
        .WithHostCommand("show-code", "Show the code", "QrCode", HttpMethod.Get, "/host/info", Invitation)
        .WithHostCommand("let-phones-in", "Let phones in", "PersonAdd", HttpMethod.Post, "/host/pairing/open", Invitation)
        .WithHostCommand("new-code", "New code", "ArrowSync", HttpMethod.Post, "/host/code/renew",
            renewed => $"**{renewed["code"]}** is the new code; the old one lets nobody in any more")
        .WithHostCommand("rescan", "Rescan the music", "MusicNote2", HttpMethod.Post, "/host/rescan",
            scan => $"{scan["tracks"]} tracks: {scan["added"]} new, {scan["removed"]} gone")
        .WithHostCommand("play", "Play", "Play", HttpMethod.Post, "/host/play", _ => "The song starts when every phone is ready")
        .WithHostCommand("pause", "Pause", "Pause", HttpMethod.Post, "/host/pause", _ => "Paused")
        .WithHostCommand("next", "Next song", "Next", HttpMethod.Post, "/host/next", _ => "The next song starts when every phone is ready")
        .WithHostCommand("open-room", "Open a room", "ConferenceRoom", HttpMethod.Post, "/host/sessions",
            room => $"**{room["code"]}** is the code of {room["name"]}",
            new InteractionInput
            {
                Name = "name",
                Label = "Name of the room",
                InputType = InputType.Text,
                Required = true,
                MaxLength = 40,
            });

    private static IResourceBuilder<ProjectResource> WithHostCommand(
        this IResourceBuilder<ProjectResource> server, string name, string label, string icon, HttpMethod method, string path,
        Func<JsonNode, string> describe, params InteractionInput[] inputs) =>
        server.WithHttpCommand(path, label, commandName: name, commandOptions: new()
        {
            Method = method,
            IconName = icon,
            IsHighlighted = true,
            Arguments = inputs,
            PrepareRequest = context =>
            {
                context.Request.Content = inputs is [var input]
                    ? JsonContent.Create(new JsonObject { [input.Name] = context.Arguments[input.Name].Value })
                    : null;
                return Task.CompletedTask;
            },
            GetCommandResult = async context =>
            {
                var answer = await context.Response.Content.ReadFromJsonAsync<JsonNode>(context.CancellationToken);
                return context.Response.IsSuccessStatusCode
                    ? CommandResults.Success(label, describe(answer!), CommandResultFormat.Markdown, displayImmediately: true)
                    : CommandResults.Failure($"{answer?["detail"] ?? answer?["title"]}");
            },
        });

    private static string Invitation(JsonNode info) => $"**{info["code"]}** at {info["url"]} (pairing is {info["pairing"]})";
}
