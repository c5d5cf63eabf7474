return await Observatory.Hosting.ObservatoryHost.RunAsync(args, Console.Error).ConfigureAwait(false);
