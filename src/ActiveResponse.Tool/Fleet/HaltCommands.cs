using System.CommandLine;
using ActiveResponse.Nats;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Fleet;

/// <summary><c>fleet halt</c> and <c>fleet resume</c>: the kill switch of all hosts.</summary>
internal static class HaltCommands
{
    public static Command Halt() =>
        Build(
            "halt",
            "Stop new blocks on all hosts. What is in place stays until its end, and lifts are done.",
            isHalted: true,
            static (fleet, token) => fleet.HaltAsync(token)
        );

    public static Command Resume() =>
        Build(
            "resume",
            "Take a halt back: agents carry out what was ordered meanwhile and still holds.",
            isHalted: false,
            static (fleet, token) => fleet.ResumeAsync(token)
        );

    private static Command Build(string name, string description, bool isHalted, Func<NatsFleet, CancellationToken, Task> change)
    {
        var command = new Command(name, description);
        var session = new SessionOptions(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                session.RunAsync(
                    parsed,
                    async fleet =>
                    {
                        var changes = fleet.IsHalted != isHalted;
                        if (changes)
                        {
                            await change(fleet, cancellationToken);
                        }

                        Report(isHalted, changes, session.Json(parsed));
                        return ExitCodes.Fine;
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static void Report(bool isHalted, bool changes, bool json)
    {
        if (json)
        {
            JsonLine.Write(
                Console.Out,
                line =>
                {
                    line.WriteBoolean("halted", isHalted);
                    line.WriteBoolean("changed", changes);
                }
            );
            return;
        }

        Console.Out.WriteLine($"the fleet {(changes ? "is" : "was")} {(isHalted ? "halted" : "running")}{(changes ? "" : " already")}");
    }
}
