using Tmds.DBus.Protocol;

namespace ActiveResponse.Responders.Firewall.Firewalld.Bus;

/// <summary>A connection to firewalld over D-Bus: opened by the first request, and anew after the bus was gone.</summary>
/// <param name="address">The address of the bus.</param>
/// <param name="clock">What limits are measured with.</param>
internal sealed class FirewalldBus(Func<string> address, TimeProvider clock) : IDisposable
{
    public const string Path = "/org/fedoraproject/FirewallD1";
    public const string Interface = "org.fedoraproject.FirewallD1";

    /// <summary>How long the bus may take for a connection.</summary>
    public static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(10);

    /// <summary>How long firewalld may take for an answer: a set of 100,000 takes five seconds on an idle machine.</summary>
    public static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(2);

    /// <summary>How long a bus that took too long for a connection isn't tried again, nor a firewalld that owes many answers.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>The environment variable that names another bus than the usual one.</summary>
    public const string AddressVariable = "DBUS_SYSTEM_BUS_ADDRESS";

    private const string UsualAddress = "unix:path=/run/dbus/system_bus_socket";
    private const string SilentBus = "the bus doesn't answer";

    // A bus takes 128 requests of one connection, and refuses more.
    private const int MostAbandoned = 16;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _opening = new(1);
    private int _abandoned;
    private long _abandonedAt;
    private long? _silentSince;
    private DBusConnection? _connection;
    private Task? _end;
    private bool _isDisposed;

    /// <summary>The address that another program needs to reach the same bus; null if it is the usual one.</summary>
    public string? AddressForOthers => address() is var one && one == UsualAddress ? null : one;

    /// <summary>The bus of this host.</summary>
    public static FirewalldBus OfHost(TimeProvider clock) =>
        new(static () => Environment.GetEnvironmentVariable(AddressVariable) is { Length: > 0 } named ? named : UsualAddress, clock);

    /// <summary>Makes a request that returns nothing of interest.</summary>
    /// <exception cref="FirewalldBusException">It failed.</exception>
    public async ValueTask CallAsync(FirewalldCall call, CancellationToken cancellationToken) =>
        await CallAsync(call, static (_, _) => true, cancellationToken).ConfigureAwait(false);

    /// <summary>Makes a request that returns nothing of interest.</summary>
    /// <returns>Why it failed, or null.</returns>
    public async Task<FirewalldBusException?> TryAsync(FirewalldCall call, CancellationToken cancellationToken)
    {
        try
        {
            await CallAsync(call, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (FirewalldBusException e)
        {
            return e;
        }
    }

    /// <summary>Makes a request that returns a text.</summary>
    /// <exception cref="FirewalldBusException">It failed, or the answer isn't a text.</exception>
    public ValueTask<string> AskAsync(FirewalldCall call, CancellationToken cancellationToken) =>
        CallAsync(
            call,
            static (message, _) =>
                message.SignatureAsString switch
                {
                    "s" => message.GetBodyReader().ReadString(),
                    "o" => message.GetBodyReader().ReadObjectPathAsString(),
                    _ => throw new FormatException(),
                },
            cancellationToken
        );

    /// <summary>Makes a request that returns a list of texts.</summary>
    /// <exception cref="FirewalldBusException">It failed, or the answer isn't such a list.</exception>
    public ValueTask<string[]> ListAsync(FirewalldCall call, CancellationToken cancellationToken) =>
        CallAsync(
            call,
            static (message, _) =>
                message.SignatureAsString == "as" ? message.GetBodyReader().ReadArrayOfString() : throw new FormatException(),
            cancellationToken
        );

    public void Dispose()
    {
        DBusConnection? last;
        lock (_gate)
        {
            _isDisposed = true;
            last = _connection;
            _connection = null;
        }

        last?.Dispose();
    }

    private async ValueTask<T> CallAsync<T>(FirewalldCall call, MessageValueReader<T> read, CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        Task<T>? answer = null;
        try
        {
            answer = connection.CallMethodAsync(call.Write(connection), read);
            return await answer.WaitAsync(LongestCall, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (DBusErrorReplyException e)
        {
            throw FirewalldBusException.Answered(e.ErrorName, e.ErrorMessage);
        }
        catch (TimeoutException)
        {
            // Other requests may still be answered over this connection.
            throw FirewalldBusException.Hanging(wasSent: true);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A connection whose bytes can't be read is of no use either.
            Drop(connection);
            throw FirewalldBusException.Unanswered($"firewalld's answer over D-Bus is lost: {e.Message}");
        }
        finally
        {
            if (answer is { IsCompleted: false })
            {
                Abandon(answer);
            }
        }
    }

    /// <summary>Counts a request whose answer nobody waits for any more, until it comes.</summary>
    private void Abandon(Task answer)
    {
        lock (_gate)
        {
            _abandoned++;
            _abandonedAt = clock.GetTimestamp();
        }

        _ = answer.ContinueWith(
            late =>
            {
                _ = late.Exception;
                lock (_gate)
                {
                    _abandoned--;
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
    }

    private async ValueTask<DBusConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (Current() is { } open)
        {
            return open;
        }

        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Another request may have opened it meanwhile.
            return Current() ?? await ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    private async ValueTask<DBusConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        DBusConnection? made = null;
        try
        {
            made = new DBusConnection(new DBusConnectionOptions(address()));
            await made.ConnectAsync().AsTask().WaitAsync(LongestConnect, clock, cancellationToken).ConfigureAwait(false);
            return Keep(made);
        }
        catch (TimeoutException)
        {
            made?.Dispose();
            NoteSilence();
            throw FirewalldBusException.NotSent(SilentBus);
        }
        catch (Exception e)
        {
            made?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw e as FirewalldBusException ?? FirewalldBusException.NotSent(e.Message);
        }
    }

    /// <summary>The connection, if it is open.</summary>
    /// <exception cref="FirewalldBusException">None may be opened now.</exception>
    private DBusConnection? Current()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                throw FirewalldBusException.NotSent("the connection was closed");
            }

            if (_abandoned >= MostAbandoned && clock.GetElapsedTime(_abandonedAt) < Pause)
            {
                throw FirewalldBusException.Hanging(wasSent: false);
            }

            if (_connection is { } open && _end is { IsCompleted: false })
            {
                return open;
            }

            // One that ended holds nothing any more.
            _connection = null;
            return _silentSince is { } since && clock.GetElapsedTime(since) < Pause ? throw FirewalldBusException.NotSent(SilentBus) : null;
        }
    }

    private void NoteSilence()
    {
        lock (_gate)
        {
            _silentSince = clock.GetTimestamp();
        }
    }

    private DBusConnection Keep(DBusConnection made)
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                throw FirewalldBusException.NotSent("the connection was closed");
            }

            _silentSince = null;
            _end = made.DisconnectedAsync();
            return _connection = made;
        }
    }

    private void Drop(DBusConnection connection)
    {
        lock (_gate)
        {
            if (_connection == connection)
            {
                _connection = null;
            }
        }

        connection.Dispose();
    }
}
