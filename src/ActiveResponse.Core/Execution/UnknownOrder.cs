using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Execution;

/// <summary>An order for an effect of which no more is known than its key: found on the host, or asked to be lifted and not
/// there.</summary>
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
