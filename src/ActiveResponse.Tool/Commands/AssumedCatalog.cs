using System.Diagnostics.CodeAnalysis;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Tool.Commands;

/// <summary>Takes every executable for a script that is there: for explaining, and for dry runs on a host that has nothing to act with.</summary>
internal sealed class AssumedCatalog(ConfigDialect dialect) : IResponderCatalog
{
    public bool TryFind(CommandDefinition command, [NotNullWhen(true)] out ResponderDescription? responder)
    {
        responder = new ResponderDescription(command.Executable, NeedsOf(command) with { AlertJson = true }, command.TimeoutAllowed);
        return true;
    }

    private ResponderNeeds NeedsOf(CommandDefinition command)
    {
        if (dialect == ConfigDialect.Ossec)
        {
            return new ResponderNeeds
            {
                Required = (command.Expect.HasFlag(ExpectedFields.SourceAddress) ? SubjectKinds.Address : SubjectKinds.None)
                    | (command.Expect.HasFlag(ExpectedFields.User) ? SubjectKinds.User : SubjectKinds.None)
                    | (command.Expect.HasFlag(ExpectedFields.FileName) ? SubjectKinds.File : SubjectKinds.None),
            };
        }

        // A Wazuh command doesn't say what it needs; of the stock ones it is known.
        return StockNames.AddressBlocking.Contains(command.Executable) ? ResponderNeeds.Address
            : StockNames.AccountDisabling.Contains(command.Executable) ? ResponderNeeds.User
            : new ResponderNeeds { Optional = SubjectKinds.Address | SubjectKinds.User | SubjectKinds.File };
    }
}
