using Tta.DemoWorkers.Hosting;

return await Worker.RunAsync(args, Console.Error);
