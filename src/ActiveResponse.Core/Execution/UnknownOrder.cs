using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Execution;

/// <summary>Creates an order for an effect known by key only: found on the host, or to be lifted but not there.</summary>
internal static class UnknownOrder
{
    public static ResponseOrder Of(ActionKey key, string responseName = "") =>
        new()
        {
            ResponseName = responseName,
            Command = new CommandDefinition
            {
                Name = key.Responder,
                Executable = key.Responder,
                TimeoutAllowed = true,
            },
            Responder = key.Responder,
            Subject = key.Subject,
            Location = ResponseLocation.Local,
            RunsHere = true,
        };
}
