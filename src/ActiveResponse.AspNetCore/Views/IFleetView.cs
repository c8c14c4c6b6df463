namespace ActiveResponse.AspNetCore.Views;

/// <summary>Shows a fleet: its hosts and the orders in force.</summary>
internal interface IFleetView
{
    /// <summary>Returns what is known of the fleet now.</summary>
    /// <exception cref="ViewException">The fleet can't be read at the moment.</exception>
    FleetReply Show();
}
