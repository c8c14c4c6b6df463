#!/bin/sh
# Blocks an address as the stock scripts of host intrusion detection systems do: one rule by one process, for each block. Written for this comparison.
# usage: firewall-drop.sh add|delete USER ADDRESS [ALERT RULE AGENT FILE]
action=$1 address=$3
state=$(dirname "$0")
iptables=$(command -v iptables) || exit 1

# One at a time, as long as the other one lives.
tries=0
until mkdir "$state/drop.lock" 2>/dev/null; do
  tries=$((tries + 1))
  [ "$tries" -gt 50 ] && exit 1
  sleep 0.1
done
trap 'rmdir "$state/drop.lock"' EXIT

echo "$(date) $0 $*" >>"$state/active-responses.log"
case "$action" in
  add) flag=-I ;;
  delete) flag=-D ;;
  *) exit 1 ;;
esac
for chain in INPUT FORWARD; do
  listed=$($iptables -w -n -L "$chain" | grep -c -F " $address ")
  [ "$action" = add ] && [ "$listed" -gt 0 ] && continue
  $iptables -w "$flag" "$chain" -s "$address" -j DROP || exit 1
done
