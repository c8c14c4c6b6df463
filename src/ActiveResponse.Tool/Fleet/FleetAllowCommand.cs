using System.CommandLine;
using ActiveResponse.Configuration;
using ActiveResponse.Nats;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Fleet;

/// <summary><c>fleet allow</c>: shows and changes the fleet's allow list.</summary>
internal static class FleetAllowCommand
{
    public static Command Build() =>
        new("allow", "Show and change the allow list of all hosts. Blocks that an added entry covers are lifted everywhere.")
        {
            Change("add", "Add an address or a network to the allow list, and lift the blocks it covers.", AddAsync),
            Change("remove", "Remove an address or a network from the allow list.", RemoveAsync),
            List(),
        };

    private static Command Change(string name, string description, Func<NatsFleet, AddressPrefix, CancellationToken, Task<bool>> change)
    {
        var target = new Argument<string>("TARGET") { Description = "The address or network." };
        target.Validators.Add(static result =>
        {
            if (!AddressPrefix.TryParse(result.GetValueOrDefault<string?>(), out _))
            {
                result.AddError($"'{result.GetValueOrDefault<string?>()}' isn't an address or a network in canonical notation.");
            }
        });
        var command = new Command(name, description) { target };
        var session = new SessionOptions(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                session.RunAsync(
                    parsed,
                    async fleet =>
                    {
                        _ = AddressPrefix.TryParse(parsed.GetRequiredValue(target), out var network);
                        if (!await change(fleet, network, cancellationToken))
                        {
                            throw new FleetException($"{network} is not on the fleet's allow list.");
                        }

                        Write(network, isListed: name == "add", session.Json(parsed));
                        return ExitCodes.Fine;
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Print the allow list.");
        var session = new SessionOptions(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                session.RunAsync(
                    parsed,
                    fleet =>
                    {
                        foreach (var network in fleet.AllowList)
                        {
                            Write(network, isListed: true, session.Json(parsed));
                        }

                        return Task.FromResult(ExitCodes.Fine);
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<bool> AddAsync(NatsFleet fleet, AddressPrefix network, CancellationToken cancellationToken)
    {
        await fleet.AllowAsync(network, cancellationToken);
        return true;
    }

    private static Task<bool> RemoveAsync(NatsFleet fleet, AddressPrefix network, CancellationToken cancellationToken) =>
        fleet.DisallowAsync(network, cancellationToken);

    private static void Write(AddressPrefix network, bool isListed, bool json)
    {
        if (json)
        {
            JsonLine.Write(
                Console.Out,
                line =>
                {
                    line.WriteString("entry", network.ToString());
                    line.WriteBoolean("allowed", isListed);
                }
            );
            return;
        }

        Console.Out.WriteLine(isListed ? $"{network} is on the allow list" : $"{network} is no longer on the allow list");
    }
}
