using System.CommandLine;
using ActiveResponse.Nats;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Fleet;

/// <summary><c>fleet halt</c> and <c>fleet resume</c>: switch the fleet's kill switch.</summary>
internal static class HaltCommands
{
    public static Command Halt() =>
        Build(
            "halt",
            "Stop new blocks on all hosts. Effects in place stay until they end, and lifts still work.",
            isHalted: true,
            static (fleet, token) => fleet.HaltAsync(token)
        );

    public static Command Resume() =>
        Build(
            "resume",
            "End a halt. Agents carry out the orders held back meanwhile that are still in force.",
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

        Console.Out.WriteLine(TextOf(isHalted, changes));
    }

    private static string TextOf(bool isHalted, bool changes) =>
        (isHalted, changes) switch
        {
            (true, true) => "the fleet is halted",
            (true, false) => "the fleet was already halted",
            (false, true) => "the fleet is running",
            (false, false) => "the fleet was already running",
        };
}
