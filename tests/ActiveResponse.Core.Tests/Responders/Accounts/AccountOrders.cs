using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Accounts;

/// <summary>Orders about accounts.</summary>
internal static class AccountOrders
{
    public static ResponseOrder Of(string? user, int seconds = 600) =>
        Some.Order("disable-account", seconds: seconds) with
        {
            Subject = new Subject { User = user },
        };

    public static async Task<ResponderResult> ApplyAsync(this IResponder responder, string? user) =>
        await responder.ApplyAsync(new ResponderContext { Order = Of(user) }, CancellationToken.None);

    public static async Task<ResponderResult> RevertAsync(this IReversibleResponder responder, string? user) =>
        await responder.RevertAsync(new ResponderContext { Order = Of(user) }, CancellationToken.None);
}
