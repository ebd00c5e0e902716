"""Pushes one applet to all devices with netmiko, a thread a device, and prints the seconds it took."""
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from netmiko import ConnectHandler

work = json.load(sys.stdin)


def push(device):
    connection = ConnectHandler(
        device_type="cisco_ios", host="127.0.0.1", port=device["port"],
        username=work["username"], password=work["password"],
    )
    output = connection.send_config_set(work["lines"])
    connection.disconnect()
    return output


started = time.monotonic()
with ThreadPoolExecutor(max_workers=len(work["devices"])) as pool:
    outputs = list(pool.map(push, work["devices"]))
for output in outputs:
    if work["lines"][-1].strip() not in output:
        sys.exit("a device did not take the last line")
print(json.dumps({"seconds": time.monotonic() - started}))
