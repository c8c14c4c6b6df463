using ActiveResponse.Responders.Firewall.Firewalld.Bus;
using Tmds.DBus.Protocol;

namespace ActiveResponse.Tests.Responders.Firewall.Firewalld.Bus;

/// <summary>Takes firewalld's name on a bus, and answers as a test wants.</summary>
internal sealed class FakeFirewalld : IPathMethodHandler, IDisposable
{
    private readonly DBusConnection _connection;
    private readonly List<string> _requests = [];

    private FakeFirewalld(string address) => _connection = new DBusConnection(address);

    public string Path => FirewalldBus.Path;

    public bool HandlesChildPaths => true;

    /// <summary>Answers a request, by its method.</summary>
    public Action<string, MethodContext> Answer { get; set; } = static (_, context) => context.ReplyUnknownMethodError();

    /// <summary>The methods that were asked for, in order.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public static async Task<FakeFirewalld> StartAsync(PrivateBus bus)
    {
        var fake = new FakeFirewalld(bus.Address);
        await fake._connection.ConnectAsync();
        fake._connection.AddMethodHandler(fake);
        await fake._connection.RequestNameAsync(FirewalldBus.Interface, RequestNameOptions.None);
        return fake;
    }

    /// <summary>Answers with texts: one alone, or a list.</summary>
    public static void Say(MethodContext context, string signature, params string[] texts)
    {
        using var writer = context.CreateReplyWriter(signature);
        if (signature == "as")
        {
            writer.WriteArray(texts);
        }
        else
        {
            writer.WriteString(texts[0]);
        }

        context.Reply(writer.CreateMessage());
    }

    public ValueTask HandleMethodAsync(MethodContext context)
    {
        var method = context.Request.MemberAsString!;
        lock (_requests)
        {
            _requests.Add(method);
        }

        Answer(method, context);
        return default;
    }

    public void Dispose() => _connection.Dispose();
}
