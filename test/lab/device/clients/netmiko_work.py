"""Does with netmiko what people do: shows, configuration mode, an applet; prints the answers as JSON."""
import json
import sys

from netmiko import ConnectHandler

work = json.load(sys.stdin)
with ConnectHandler(
    device_type="cisco_ios", host="127.0.0.1", port=work["port"], username=work["username"], password=work["password"],
    secret=work.get("secret", ""),
) as connection:
    connection.enable()
    shows = {command: connection.send_command(command) for command in work["shows"]}
    connection.config_mode()
    in_configuration = connection.check_config_mode()
    connection.exit_config_mode()
    pushed = connection.send_config_set(work["applet"])
    print(json.dumps({"shows": shows, "inConfiguration": in_configuration, "pushed": pushed, "prompt": connection.find_prompt()}))
