using System.Text.Json;
using ActiveResponse.Ossec.Execd;

namespace ActiveResponse.Ossec.Tests.Execd;

/// <summary>The programs of the Wazuh recording: they name the alert's source address as their key, and <c>badkeys</c> answers with no
/// JSON.</summary>
internal static class RecordingProgram
{
    public static ReadOnlyMemory<byte>? LineOf(ExecdRun run)
    {
        var name = run.Program[(run.Program.LastIndexOf('/') + 1)..];
        if (name is "badkeys")
        {
            return "this is no JSON"u8.ToArray();
        }

        if (name is "" or "absent" or "nokeys")
        {
            return null;
        }

        using var message = JsonDocument.Parse(run.Line);
        var key = message.RootElement.GetProperty("parameters").GetProperty("alert").GetProperty("data").GetProperty("srcip").GetString();
        return JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                version = 1,
                origin = new { name, module = "active-response" },
                command = "check_keys",
                parameters = new { keys = new[] { key } },
            }
        );
    }
}
