using ActiveResponse.Tool.Control;

namespace ActiveResponse.Tool.Doctor;

/// <summary>Examines whether an agent is running.</summary>
internal static class AgentExam
{
    public static async Task RunAsync(ReplyWriter answer, string? socketPath)
    {
        if (socketPath is null)
        {
            return;
        }

        try
        {
            using var socket = ControlSocket.Connect(socketPath);
            var detail = socket is null ? $"none is running at {socketPath}" : $"running at {socketPath}; 'active-response health' asks it";
            await HealthReply.WriteAsync(answer, "agent", isFine: true, detail);
        }
        catch (IOException e)
        {
            await HealthReply.WriteAsync(answer, "agent", isFine: false, e.Message);
        }
    }
}
